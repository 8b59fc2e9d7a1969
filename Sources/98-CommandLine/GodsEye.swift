/// Runs the command line.
public func main() { print("godseye") }
