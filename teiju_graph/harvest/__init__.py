"""The harvest: releases that others publish, each fetched, proved and put together into one folder of data."""
