"""Package managers: apt, dpkg, apk, yum, pip, npm."""
