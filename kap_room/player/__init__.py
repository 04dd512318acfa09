"""The process that makes sound: it obeys one order and goes on without any.

It must outlive every other part of the program, so it imports little, decides with
pure functions on frozen values, and lets exactly one file touch libVLC.
"""
