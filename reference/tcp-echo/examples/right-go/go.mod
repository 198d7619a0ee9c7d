module tcpecho

go 1.21
