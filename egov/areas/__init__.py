"""Kabupaten/kota -> kecamatan -> kelurahan/desa -> RW -> RT: validity, successors, boundaries, and the region's profile."""
