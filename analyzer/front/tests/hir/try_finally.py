def work(files):
    for f in files:
        try:
            with open(f) as handle:
                return handle.read()
        except OSError as e:
            print(e)
        finally:
            print("done")
