"""The world model of a text adventure: rooms, things, actors, a parser of commands, rules, saved games."""

import json
from enum import Enum, Flag, auto


class Direction(Enum):
    NORTH = "north"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"
    UP = "up"
    DOWN = "down"

    @property
    def opposite(self):
        pairs = {"north": "south", "east": "west", "up": "down"}
        pairs.update({v: k for k, v in pairs.items()})
        return Direction(pairs[self.value])


class Trait(Flag):
    NONE = 0
    FIXED = auto()
    OPEN = auto()
    LOCKED = auto()
    LIT = auto()
    EDIBLE = auto()
    CONTAINER = auto()


class Refusal(Exception):
    """Why an action is not possible, in the narrator's words."""


class Entity:
    registry = {}

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.kind = cls.__name__.lower()
        Entity.registry[cls.kind] = cls

    def __init__(self, name, description=""):
        self.name = name
        self.description = description
        self.holder = None
        self.contents = []

    def move(self, target):
        if self.holder is not None:
            self.holder.contents.remove(self)
        self.holder = target
        if target is not None:
            target.contents.append(self)
        return self

    def reachable(self):
        for thing in self.contents:
            yield thing
            if thing.open_to_view():
                yield from thing.reachable()

    def open_to_view(self):
        return True

    @property
    def room(self):
        place = self
        while place is not None and not isinstance(place, Room):
            place = place.holder
        return place

    def weight(self):
        return sum(t.weight() for t in self.contents)

    def __repr__(self):
        return f"{self.kind}({self.name})"


class Room(Entity):
    def __init__(self, name, description, dark=False):
        super().__init__(name, description)
        self.exits = {}
        self.dark = dark
        self.visits = 0

    def join(self, direction, other, door=None):
        self.exits[direction] = (other, door)
        other.exits[direction.opposite] = (self, door)
        return self

    def is_lit(self):
        if not self.dark:
            return True
        return any(Trait.LIT in t.traits for t in self.reachable() if isinstance(t, Thing))


class Thing(Entity):
    def __init__(self, name, description, traits=Trait.NONE, grams=100, key=None):
        super().__init__(name, description)
        self.traits = traits
        self.grams = grams
        self.key = key

    def open_to_view(self):
        return Trait.CONTAINER not in self.traits or Trait.OPEN in self.traits

    def weight(self):
        return self.grams + super().weight()


class Door(Thing):
    pass


class Actor(Entity):
    limit = 2000

    def __init__(self, name, description=""):
        super().__init__(name, description)
        self.score = 0
        self.moves = 0
        self.traits = Trait.NONE

    def weight(self):
        return 70_000 + super().weight()


class Creature(Actor):
    """Walks a fixed round, a step each turn, and takes what shines."""

    def __init__(self, name, description, round_):
        super().__init__(name, description)
        self.round = [Direction(d) for d in round_]
        self.step = 0

    def act(self, world):
        direction = self.round[self.step % len(self.round)]
        self.step += 1
        target, door = self.room.exits.get(direction, (None, None))
        if target is None or (door and Trait.OPEN not in door.traits):
            return
        here = self.room is world.player.room
        self.move(target)
        if here:
            world.say(f"The {self.name} wanders off {direction.value}.")
        elif target is world.player.room:
            world.say(f"A {self.name} comes in.")


def verb(*words, needs=0):
    """Marks a method as a command."""

    def mark(method):
        method.words = words
        method.needs = needs
        return method

    return mark


class World:
    verbs = {}

    def __init__(self):
        self.rooms = {}
        self.things = {}
        self.creatures = []
        self.player = Actor("you")
        self.out = []
        self.won = False
        if not World.verbs:
            for name in dir(self):
                method = getattr(World, name, None)
                for word in getattr(method, "words", ()):
                    World.verbs[word] = method

    def say(self, text):
        self.out.append(text)

    def add_room(self, key, *args, **options):
        self.rooms[key] = room = Room(*args, **options)
        return room

    def add(self, holder, cls, name, *args, **options):
        thing = cls(name, *args, **options)
        thing.move(holder)
        self.things[name] = thing
        if isinstance(thing, Creature):
            self.creatures.append(thing)
        return thing

    # Commands

    def do(self, line):
        words = [w for w in line.lower().split() if w not in ("the", "a", "an", "to", "at")]
        if not words:
            return
        method = self.verbs.get(words[0])
        try:
            if method is None and words[0] in {d.value for d in Direction}:
                method, words = World.go, ["go", *words]
            if method is None:
                raise Refusal(f"You don't know how to {words[0]}.")
            if len(words) - 1 < method.needs:
                raise Refusal(f"{words[0].capitalize()} what?")
            method(self, *words[1:])
        except Refusal as refusal:
            self.say(str(refusal))
        else:
            self.player.moves += 1
            for creature in self.creatures:
                creature.act(self)

    def find(self, name):
        for thing in self.player.room.reachable():
            if thing.name == name and thing is not self.player:
                return thing
        for _, door in self.player.room.exits.values():
            if door is not None and door.name == name:
                return door
        if name in self.things:
            raise Refusal(f"You see no {name} here.")
        raise Refusal(f"What is a {name}?")

    @verb("go", "walk", needs=1)
    def go(self, name, *rest):
        try:
            direction = Direction(name)
        except ValueError:
            raise Refusal(f"{name} is no direction.") from None
        room, door = self.player.room.exits.get(direction, (None, None))
        if room is None:
            raise Refusal("There is no way there.")
        if door is not None and Trait.OPEN not in door.traits:
            raise Refusal(f"The {door.name} is closed.")
        self.player.move(room)
        self.look()

    @verb("look", "l")
    def look(self, *rest):
        room = self.player.room
        if not room.is_lit():
            self.say("It is dark.")
            return
        room.visits += 1
        self.say(f"{room.name}. {room.description}" if room.visits == 1 else f"{room.name}.")
        seen = sorted(t.name for t in room.contents if t is not self.player)
        if seen:
            self.say("Here: " + ", ".join(seen) + ".")
        self.say("Ways: " + ", ".join(sorted(d.value for d in room.exits)) + ".")

    @verb("examine", "x", needs=1)
    def examine(self, name, *rest):
        thing = self.find(name)
        self.say(thing.description or f"Just a {name}.")
        if thing.contents and thing.open_to_view():
            self.say("Inside: " + ", ".join(t.name for t in thing.contents) + ".")

    @verb("take", "get", needs=1)
    def take(self, *names):
        for name in names:
            thing = self.find(name)
            if thing.holder is self.player:
                raise Refusal(f"You have the {name}.")
            if isinstance(thing, Actor) or Trait.FIXED in thing.traits:
                raise Refusal(f"The {name} stays where it is.")
            carried = sum(t.weight() for t in self.player.contents)
            if carried + thing.weight() > Actor.limit:
                raise Refusal(f"The {name} is too heavy with all that.")
            thing.move(self.player)
            self.say(f"You take the {name}.")

    @verb("drop", needs=1)
    def drop(self, name, *rest):
        thing = self.find(name)
        if thing.holder is not self.player:
            raise Refusal(f"You don't have the {name}.")
        thing.move(self.player.room)
        self.say(f"You drop the {name}.")

    @verb("put", needs=2)
    def put(self, name, *rest):
        thing, target = self.find(name), self.find(rest[-1])
        if Trait.CONTAINER not in target.traits or not target.open_to_view():
            raise Refusal(f"You cannot put it in the {target.name}.")
        place = target
        while place is not None:
            if place is thing:
                raise Refusal("It does not fit into itself.")
            place = place.holder
        thing.move(target)
        self.say(f"The {name} is in the {target.name}.")
        if name == "crown" and target.name == "chest":
            self.player.score += 50
            self.won = True
            self.say("The chest hums. You have won!")

    @verb("open", needs=1)
    def open(self, name, *rest):
        thing = self.find(name)
        if Trait.LOCKED in thing.traits:
            keys = [t for t in self.player.contents if t.name == thing.key]
            if not keys:
                raise Refusal(f"The {name} is locked.")
            thing.traits &= ~Trait.LOCKED
            self.player.score += 10
            self.say(f"The {keys[0].name} turns.")
        if Trait.OPEN in thing.traits:
            raise Refusal(f"The {name} is open.")
        if not (Trait.CONTAINER in thing.traits or isinstance(thing, Door)):
            raise Refusal(f"The {name} does not open.")
        thing.traits |= Trait.OPEN
        self.say(f"The {name} is open now.")

    @verb("light", needs=1)
    def light(self, name, *rest):
        thing = self.find(name)
        if name != "lamp":
            raise Refusal(f"The {name} does not burn.")
        thing.traits ^= Trait.LIT
        self.say("The lamp burns." if Trait.LIT in thing.traits else "The lamp is out.")

    @verb("eat", needs=1)
    def eat(self, name, *rest):
        thing = self.find(name)
        if not isinstance(thing, Thing) or Trait.EDIBLE not in thing.traits:
            raise Refusal("You'd rather not.")
        thing.move(None)
        self.player.score += 1
        self.say(f"The {name} was good.")

    @verb("inventory", "i")
    def inventory(self, *rest):
        names = [f"{t.name} ({t.weight()} g)" for t in self.player.contents]
        self.say("You carry " + (", ".join(names) or "nothing") + ".")

    # Saved games

    def save(self):
        things = {
            name: {"in": self.place_name(t.holder), "traits": t.traits.value, "kind": t.kind}
            for name, t in self.things.items()
        }
        player = {"in": self.place_name(self.player.holder), "score": self.player.score, "moves": self.player.moves}
        return json.dumps({"things": things, "player": player}, sort_keys=True)

    def place_name(self, place):
        if place is None:
            return None
        for key, room in self.rooms.items():
            if room is place:
                return "room:" + key
        return "you" if place is self.player else "thing:" + place.name

    def restore(self, text):
        data = json.loads(text)
        for name, saved in data["things"].items():
            thing = self.things[name]
            assert Entity.registry[saved["kind"]] is type(thing)
            thing.traits = Trait(saved["traits"])
            thing.move(self.place(saved["in"]))
        self.player.move(self.place(data["player"]["in"]))
        self.player.score = data["player"]["score"]
        self.player.moves = data["player"]["moves"]

    def place(self, name):
        match name:
            case None:
                return None
            case "you":
                return self.player
            case _ if name.startswith("room:"):
                return self.rooms[name[5:]]
            case _:
                return self.things[name.partition(":")[2]]


def build():
    world = World()
    hall = world.add_room("hall", "Hall", "Dust lies on the tiles.")
    garden = world.add_room("garden", "Garden", "Ivy everywhere.")
    cellar = world.add_room("cellar", "Cellar", "Barrels line the walls.", dark=True)
    tower = world.add_room("tower", "Tower", "The wind sings.")
    gate = Door("gate", "An iron gate.", Trait.LOCKED, key="key")
    world.things["gate"] = gate
    hall.join(Direction.NORTH, garden).join(Direction.DOWN, cellar)
    garden.join(Direction.EAST, tower, gate)
    world.add(hall, Thing, "lamp", "A brass lamp.", grams=700)
    world.add(hall, Thing, "chest", "An oak chest.", Trait.CONTAINER | Trait.FIXED, grams=30_000)
    box = world.add(cellar, Thing, "box", "A tin box.", Trait.CONTAINER, grams=300)
    world.add(box, Thing, "key", "A rusty key.", grams=40)
    world.add(garden, Thing, "apple", "Red.", Trait.EDIBLE, grams=150)
    world.add(garden, Thing, "statue", "A marble statue.", grams=90_000)
    world.add(tower, Thing, "crown", "Gold, and heavy.", grams=1500)
    world.add(garden, Creature, "cat", "It looks through you.", ["south", "north", "west"])
    world.player.move(hall)
    return world


SCRIPT = """
look
dance
take chest
open chest
go west
go sideways
take lamp
down
light lamp
look
x box
open box
x box
take key
i
up
north
open gate
east
take crown
drop lamp
take crown
west
eat apple
take statue
eat statue
x cat
south
put chest in chest
put crown in chest
i
"""


def main():
    world = build()
    saved = None
    for line in SCRIPT.strip().splitlines():
        world.do(line)
        print(">", line)
        for text in world.out:
            print("  ", text)
        world.out.clear()
        if line == "open gate":
            saved = world.save()
    print("won", world.won, "score", world.player.score, "moves", world.player.moves)
    print(saved)
    other = build()
    other.restore(saved)
    assert other.save() == saved
    other.do("inventory")
    other.do("east")
    print(*other.out, sep="\n")
    print(sorted(World.verbs), [d.opposite.name for d in Direction], Trait.OPEN | Trait.LIT)


if __name__ == "__main__":
    main()
