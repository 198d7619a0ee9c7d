module udpecho

go 1.22
