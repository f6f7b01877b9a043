"""Power that is lost: what a process did to files, recorded, and the disks that could be left."""
