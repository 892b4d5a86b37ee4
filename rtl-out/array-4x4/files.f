../lib/skew.v
../lib/systolic_grid.v
../lib/deskew.v
../lib/systolic_array.v
array_4x4.v
