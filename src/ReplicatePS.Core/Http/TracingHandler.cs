using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Reports each try, with what came of it.</summary>
internal sealed class TracingHandler : DelegatingHandler
{
    private readonly Action<RequestTrace> _trace;
    private readonly ApiAddress _address;

    public TracingHandler(Action<RequestTrace> trace, ApiAddress address, HttpMessageHandler inner)
        : base(inner)
    {
        _trace = trace;
        _address = address;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Report(request, null, watch.Elapsed, null, fault is OperationCanceledException ? "stopped" : ConnectionFault.Describe(fault));
            throw;
        }

        Report(request, (int)response.StatusCode, watch.Elapsed, ProblemReader.RequestIdOf(response), null);
        return response;
    }

    private void Report(HttpRequestMessage request, int? status, TimeSpan elapsed, string? requestId, string? fault)
    {
        RequestProfile profile = RequestProfile.Of(request);
        _trace(new RequestTrace(request.Method.Method, _address.NameOf(request), status, elapsed, profile.Attempt, requestId, fault));
    }
}
