"""What the parser knows about reports, as data: one INI file for each kind of rule."""
