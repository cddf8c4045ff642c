"""From corpus to facts, from facts to examples, from examples to a frozen dataset."""
