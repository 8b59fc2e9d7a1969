/// Runs the command line; a user's own executable may call it after registering stages.
public func main() { print("godseye") }
