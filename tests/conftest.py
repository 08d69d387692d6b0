from hypothesis import settings

# How long an example takes depends on the machine, and on what is loaded first; time has tests of its own.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
