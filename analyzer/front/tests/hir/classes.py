class Point(Base, metaclass=Meta):
    """A point."""
    x: int = 0

    def move(self, dx):
        self.x = super().move(dx) + self.__secret
        return __class__
