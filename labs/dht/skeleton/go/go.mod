module dht

go 1.22
