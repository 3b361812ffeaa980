"""Robots, boards and sensors: what a method runs on is no entity.

Of 125 such names in annotated abstracts 3 are annotated, without a paper's own robot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.catalogue import load_catalogue
from kg.extract.group import Span, spaced_forms

_ROBOT = (
    r"franka(?: (?:emika|panda|research ?3|fr3|emika panda|robot))?|(?:franka )?emika panda|"
    r"unitree(?: [a-z]\w{0,3}(?:[- ]edu)?)?|kinova(?: \w+){0,2}|ur\d{1,2}e?|"
    r"xarm ?\d?|kuka(?: \w+){0,2}|"
    r"abb (?:irb|yumi)\S*|turtlebot ?\d?|crazyflie(?: [\d.]+)?|boston dynamics(?:['’]s?)? spot|"
    r"anymal(?:[- ][bcdx])?|limx \w+|(?:deeprobotics )?jueying(?: \w+){0,2}|"
    r"deeprobotics(?: \w+){1,3}|"
    r"booster t1|agilex(?: \w+)?|clearpath \w+|robotiq(?: \S+)?|dji \w+(?: \w+)?|"
    r"(?:allegro|shadow|leap|inspire|ability) hand"
)
_SENSOR = (
    r"(?:[\w-]+ )?lidars?|light detection and ranging|imus?|inertial measurement units?|"
    r"(?:intel )?realsense(?: \w+)?|(?:azure |microsoft )?kinect(?: \w+)?|gelsight(?: \w+)?|"
    r"velodyne(?: \S+)?|ouster(?: \S+)?|livox(?: \S+)?|vicon|optitrack|project aria|aria gen ?\d|"
    r"(?:meta |oculus )quest(?: \w+)?|(?:microsoft )?hololens(?: \d)?|apple vision pro"
)
_BOARD = (
    r"(?:nvidia )?jetson(?: \w+){0,3}|raspberry pi(?: \w+)?|arduino(?: \w+)?|esp32\S*|stm32\S*|"
    r"(?:nvidia )?(?:geforce )?rtx ?-?\d{4}\S*|(?:nvidia )?[avh][12]00s?(?: gpus?)?|fpgas?|"
    r"(?:google )?tpu(?:\d\w*|[ -]v?\d\w*)?|(?:qualcomm )?snapdragon(?: \w+){0,4}"
)
_NAME = re.compile(rf"(?:{_ROBOT}|{_SENSOR}|{_BOARD})(?: (?:robots?|arms?|gpus?))?", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:[ -](?:dual|single|bimanual|robotic|robot|humanoid|quadruped|mobile|parallel|"
    r"(?:visual[ -])?tactile|vr|xr|ar|motion capture|\d-dof|\d-finger))*"
    r"[ -](?:robots?|arms?|manipulators?|humanoids?|quadrupeds?|grippers?|"
    r"headsets?|sensors?|cameras?|glasses|boards?|microcontrollers?|quadrotors?|"
    r"quadcopters?|drones?)\b"
    # "Octo robot policy", "LIBERO robot manipulation benchmark": the noun is of another.
    r"(?!\s(?:[\w-]+\s)?(?:benchmark|dataset|data|polic|model|agent|task|feature|record|game|"
    r"learning|manipulation|control|navigation|simulat|suite|environment|video|image))",
    re.IGNORECASE,
)


def is_hardware(text: str, spans: Iterable[Span]) -> bool:
    """Say whether a thing is a robot, a board or a sensor by its name or the noun behind it.

    What the catalogue knows, or names with a sensor ("KITTI LiDAR"), is none.

    Args:
        text: The text.
        spans: Where the thing is named.
    """
    spans = list(spans)
    forms = spaced_forms(text, spans)
    by_name = any(_NAME.fullmatch(form) for form in forms)
    if not by_name and not all(_NOUN.match(text, span.end) for span in spans):
        return False
    find = load_catalogue().find
    return not any(find(form) or find(form.rpartition(" ")[0]) for form in forms)
