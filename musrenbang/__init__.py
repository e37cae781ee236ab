"""e-Musrenbang: citizens' proposals travel RW -> kelurahan -> kecamatan -> city.

Every decision is open to see.
"""
