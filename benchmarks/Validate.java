import java.io.FileOutputStream;
import java.io.OutputStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;

/** Jena's part of benchmarks/shapes.py: validates DATA by SHAPES as often as asked, prints the seconds of each time, and
 *  writes the last report as N-Triples. */
class Validate {
    public static void main(String[] arguments) throws Exception {
        Graph data = RDFDataMgr.loadGraph(arguments[0]);
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(arguments[1]));
        ValidationReport report = null;
        for (int turn = 0; turn < Integer.parseInt(arguments[3]); turn++) {
            long begun = System.nanoTime();
            report = ShaclValidator.get().validate(shapes, data);
            System.out.println((System.nanoTime() - begun) / 1e9);
        }
        try (OutputStream out = new FileOutputStream(arguments[2])) {
            RDFDataMgr.write(out, report.getGraph(), Lang.NTRIPLES);
        }
    }
}
