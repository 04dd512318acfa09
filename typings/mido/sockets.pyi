# The calls of mido's network ports that the controls make.

from mido import Port

class SocketPort(Port): ...

def connect(host: str, portno: int) -> SocketPort: ...
