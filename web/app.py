from teiju_graph.web import create_served_app

app = create_served_app()
