"""What `kap-room send --help` prints: every word that is understood, one a line."""

from kap_room.exchange.sayings import MORE, SAYINGS


def help_for_send() -> str:
    buttons = {button.value: says for button, says in SAYINGS.items()}
    lines = [
        "Usage: kap-room send COMMAND ...",
        "",
        "Tells the engine one thing. Returns when it has accepted it; for note and",
        "mark, when it is on disk. Without an engine, silence reaches the player.",
        "",
    ]
    lines += [f"  {usage:15} {says}" for usage, says in buttons.items()]
    lines += [""]
    for usage, says in MORE.items():
        lines += [f"  {usage}", f"  {'':15} {says}"]
    lines += [
        "",
        "Exit codes: 0 accepted, 1 refused, 2 not understood, 3 no engine answers.",
    ]
    return "\n".join(lines)
