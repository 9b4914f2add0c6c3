using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>A fault whose error record is made already, as the command knows better than the general rule what to do next.</summary>
internal sealed class FaultWithAdvice : Exception
{
    public FaultWithAdvice(ErrorRecord record)
        : base(record.Exception.Message, record.Exception)
    {
        Record = record;
    }

    public ErrorRecord Record { get; }

    /// <summary>The seconds of compute that were billed all the same; null where nothing is known of that.</summary>
    public double? Seconds { get; init; }

    /// <summary>Waits for a request, and says what to do when Replicate has a rule against it.</summary>
    /// <param name="request">The request under way.</param>
    /// <param name="target">What the user gave.</param>
    /// <param name="advice">What to do; null leaves it to the general rule.</param>
    public static async Task<T> OnRefusalAsync<T>(Task<T> request, object target, Func<ReplicateException, string?> advice)
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (ReplicateException refused) when (refused.IsRule && advice(refused) is not null)
        {
            throw new FaultWithAdvice(ErrorRecords.From(refused, target, advice(refused)));
        }
    }

    /// <summary>The same for a request that gives nothing back.</summary>
    public static Task OnRefusalAsync(Task request, object target, Func<ReplicateException, string?> advice) =>
        OnRefusalAsync(request.ContinueWith(
            done =>
            {
                done.GetAwaiter().GetResult();
                return true;
            },
            TaskScheduler.Default), target, advice);
}
