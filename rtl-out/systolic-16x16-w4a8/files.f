../lib/skew.v
../lib/systolic_grid.v
../lib/deskew.v
../lib/systolic_array.v
systolic_16x16_w4a8.v
