"""The pretrained BERT that encoder and reader begin with: `python -m training.backbone`."""
