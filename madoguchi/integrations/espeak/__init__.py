"""eSpeak NG: an English voice, where the machine has the program."""
