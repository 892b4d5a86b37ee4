../lib/skew.v
../lib/systolic_grid.v
../lib/deskew.v
../lib/systolic_array.v
array_16x16.v
