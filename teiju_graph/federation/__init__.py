"""Questions to several live endpoints at once: those of the library by parts joined here, any other by Comunica."""
