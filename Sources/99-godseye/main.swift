import GodsEye

GodsEye.main()
