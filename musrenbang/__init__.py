"""e-Musrenbang: citizens' proposals travel RW -> kelurahan -> kecamatan -> city, every decision open to see."""
