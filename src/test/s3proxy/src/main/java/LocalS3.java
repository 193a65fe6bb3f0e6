import java.io.IOException;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/**
 * A store on loopback that speaks S3's language and keeps its objects in memory. Prints its port on a line of its own and
 * ends when its standard input does, so that it never outlives the test that started it.
 */
public final class LocalS3 {
    private LocalS3() {}

    public static void main(String[] args) throws Exception {
        Properties memory = new Properties();
        memory.setProperty("jclouds.identity", "local");
        memory.setProperty("jclouds.credential", "local");
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", memory))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        System.out.println(server.getPort());
        System.out.flush();
        awaitEnd();
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // whatever is said, only the end counts
        }
    }
}
