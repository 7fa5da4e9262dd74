"""One page that says where the talks stand: gathered once, shown three ways."""
