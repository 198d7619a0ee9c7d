// Tries to pass by ending at once as if all had gone well; it must earn nothing, as server and as client.
process.exit(0);
