module udpecho

go 1.21
