import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Runs the nodes of one OpenSearch cluster in this JVM.
 *
 * <p>Arguments: folder, cluster name, the nodes' HTTP ports, the nodes' transport ports (both comma-separated).
 * Commands on standard input, a line each: "stop N" and "start N", N from 1. Ends at the end of standard input, so
 * that it cannot outlive the process that started it.
 */
public final class OpenSearchNodes {
    public static void main(String[] arguments) throws Exception {
        String[] httpPorts = arguments[2].split(",");
        String[] transportPorts = arguments[3].split(",");
        List<String> seedHosts = new ArrayList<>();
        for (String port : transportPorts) {
            seedHosts.add("127.0.0.1:" + port);
        }

        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1);
        runner.onBuild((number, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", httpPorts[number - 1]);
            settings.put("transport.port", transportPorts[number - 1]);
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            if (httpPorts.length > 1) {
                settings.putList("discovery.seed_hosts", seedHosts);
                settings.putList("cluster.initial_cluster_manager_nodes", "Node 1");
                settings.put("discovery.type", "zen");
            }
        });
        runner.build(OpenSearchRunner.newConfigs()
                .clusterName(arguments[1])
                .numOfNode(httpPorts.length)
                .baseHttpPort(Integer.parseInt(httpPorts[0]))
                .basePath(arguments[0]));

        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.trim().split(" ");
            int index = Integer.parseInt(command[1]) - 1;
            if (command[0].equals("stop")) {
                runner.getNode(index).close();
            } else if (command[0].equals("start")) {
                runner.startNode(index);
            }
            System.out.println("done: " + line);
        }
        runner.close();
        System.exit(0);
    }
}
