from teiju_graph.web.served import create_served_app

app = create_served_app()
