../lib/skew.v
../lib/systolic_grid.v
../lib/deskew.v
../lib/systolic_array.v
systolic_4x4.v
