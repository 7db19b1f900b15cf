"""A bureau's own designs: a master that is taken in, judged, and worn by our layouts."""
