// Skeleton: replaced by the first file of the folder.
