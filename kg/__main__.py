"""python -m kg: the command line, also where `kg` itself is not on the path"""

from kg.cli import main

main()
