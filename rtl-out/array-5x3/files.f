../lib/skew.v
../lib/systolic_grid.v
../lib/deskew.v
../lib/systolic_array.v
array_5x3.v
