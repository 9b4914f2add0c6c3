using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Sends a request of your own to Replicate's API, for what no other command does.</summary>
/// <remarks>
/// <para>
/// API operations: any. The connection adds the token, which goes to the API and nowhere else. JSON comes back as objects,
/// anything else as text. What only reads is repeated after a lost connection; anything else is sent once.
/// </para>
/// <para>
/// An answer that is no success is an error like any other command's, unless -SkipHttpErrorCheck is given. An address outside
/// the API gives the error ReplicateInvalidInput, and nothing is sent.
/// </para>
/// </remarks>
/// <example>
/// <summary>Read something</summary>
/// <code>Invoke-ReplicateRequest account</code>
/// <para>The path may have a slash in front, or be a whole URL of the API.</para>
/// </example>
/// <example>
/// <summary>Read a list to its end</summary>
/// <code>Invoke-ReplicateRequest predictions?source=web -Paginate | Select-Object id, status -First 50</code>
/// <para>Gives the items one by one. Pages are asked for as they are needed.</para>
/// </example>
/// <example>
/// <summary>Send a body</summary>
/// <code>Invoke-ReplicateRequest PATCH models/you/my-style -Body @{ description = 'Lighthouses' } -WhatIf</code>
/// <para>Hashtables and objects are sent as JSON. With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "ReplicateRequest", DefaultParameterSetName = OneSet, SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeReplicateRequestCommand : ReplicateCommand
{
    private const string OneSet = "Request";
    private const string ListSet = "Paginate";

    private static readonly string[] Methods = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS" };

    private byte[]? _body;

    /// <summary>What to ask: a path below the API's address, or a URL of the API.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = string.Empty;

    /// <summary>The HTTP method; the default is GET. It may come first: <c>GET account</c> is the same as <c>account GET</c>.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The body: text or bytes as they are, or a hashtable, an object or a list, which are sent as JSON.</summary>
    [Parameter(ParameterSetName = OneSet)]
    public object? Body { get; set; }

    /// <summary>The media type of the body; the default is <c>application/json</c>.</summary>
    [Parameter(ParameterSetName = OneSet)]
    public string? ContentType { get; set; }

    /// <summary>Headers to send along: a hashtable. The token's header is the connection's own.</summary>
    [Parameter(ParameterSetName = OneSet)]
    [Alias("Headers")]
    public object? Header { get; set; }

    /// <summary>Gives back answers that are no success like any other.</summary>
    [Parameter(ParameterSetName = OneSet)]
    public SwitchParameter SkipHttpErrorCheck { get; set; }

    /// <summary>Reads a list page by page, and gives its items.</summary>
    [Parameter(ParameterSetName = ListSet, Mandatory = true)]
    public SwitchParameter Paginate { get; set; }

    /// <summary>How many items of a list to give at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override object Target => Uri;

    internal override void Prepare()
    {
        // No path of the API is called like a method, so there is no doubt which is which.
        if (IsMethod(Uri))
        {
            (Uri, Method) = !IsMethod(Method) ? (Method, Uri)
                : throw ReplicateException.Invalid($"'{Uri}' is a method, and there is no path. Give one, as in Invoke-ReplicateRequest {Uri.ToUpperInvariant()} account.");
        }

        if (Paginate && !Method.Equals("GET", StringComparison.OrdinalIgnoreCase))
        {
            throw ReplicateException.Invalid($"A list is read with GET, not with {Method.ToUpperInvariant()}.");
        }

        _body = Body is null ? null : BodyReader.Read(Body);
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (Paginate)
        {
            await pipeline.WritePagesAsync(
                client.Requests.ListAsync(Uri, pipeline.Stop), First, item => PowerShellJson.ToObject(item) ?? string.Empty).ConfigureAwait(false);
            return;
        }

        ApiRequest request = new()
        {
            Address = Uri,
            Method = Method,
            Body = _body,
            ContentType = ContentType ?? "application/json",
            Headers = HeaderReader.Read(Header),
            TakesAnyStatus = SkipHttpErrorCheck,
        };
        if (!request.IsRead && !await pipeline.ShouldProcessAsync(Uri, $"Send {Method.ToUpperInvariant()}").ConfigureAwait(false))
        {
            return;
        }

        ApiAnswer answer = await client.Requests.SendAsync(request, pipeline.Stop).ConfigureAwait(false);
        object? shown = answer.Json is { } json ? PowerShellJson.ToObject(json) : answer.Text;
        if (shown is object?[] several)
        {
            await pipeline.WriteAllAsync(several.OfType<object>().ToArray()).ConfigureAwait(false);
        }
        else if (shown is not (null or ""))
        {
            await pipeline.WriteAsync(shown).ConfigureAwait(false);
        }
    }

    private static bool IsMethod(string text) => Methods.Contains(text, StringComparer.OrdinalIgnoreCase);
}
