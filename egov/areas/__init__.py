"""Kabupaten/kota -> kecamatan -> kelurahan/desa -> RW -> RT.

Validity, successors, boundaries, and the region's profile.
"""
