using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Http;

/// <summary>Answers one operation.</summary>
internal delegate Task<EmulatorResponse> Endpoint(Exchange exchange);

/// <summary>The operations, by method and path. Each area of the API maps its own.</summary>
internal sealed class Router
{
    private readonly Dictionary<int, List<Route>> _byLength = new();

    public IEnumerable<Route> All => _byLength.Values.SelectMany(routes => routes);

    public void Map(string method, string template, Endpoint endpoint, RateBucket bucket = RateBucket.Other, bool open = false)
    {
        string[] segments = Split(template);
        if (!_byLength.TryGetValue(segments.Length, out List<Route>? routes))
        {
            _byLength[segments.Length] = routes = new List<Route>();
        }

        routes.Add(new Route(method, template, segments, endpoint, bucket, open));
    }

    public void Map(
        string method,
        string template,
        Func<Exchange, EmulatorResponse> endpoint,
        RateBucket bucket = RateBucket.Other,
        bool open = false) =>
        Map(method, template, exchange => Task.FromResult(endpoint(exchange)), bucket, open);

    /// <summary>Finds the operation, with or without /v1 before the path; null if there is none.</summary>
    public Route? Find(Exchange exchange, out bool otherMethod)
    {
        string[] path = Split(exchange.Request.Url.AbsolutePath);
        if (path.Length > 0 && path[0] == "v1")
        {
            path = path.Skip(1).ToArray();
        }

        otherMethod = false;
        if (!_byLength.TryGetValue(path.Length, out List<Route>? routes))
        {
            return null;
        }

        foreach (Route route in routes)
        {
            if (!route.Matches(path))
            {
                continue;
            }

            if (route.Method == exchange.Request.Method)
            {
                exchange.Route = route.ValuesOf(path);
                return route;
            }

            otherMethod = true;
        }

        return null;
    }

    private static string[] Split(string path) => path.Split(new[] { '/' }, StringSplitOptions.RemoveEmptyEntries);
}
