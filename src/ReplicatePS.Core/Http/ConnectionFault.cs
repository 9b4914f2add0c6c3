using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ReplicatePS.Core;

/// <summary>Says in a few words why no answer came.</summary>
internal static class ConnectionFault
{
    /// <summary>Whether it is the network's fault, as opposed to the caller's or this program's.</summary>
    public static bool Is(Exception fault) => fault is
        HttpRequestException or IOException or InvalidDataException or TimeoutException or WebException or SocketException;

    /// <summary>
    /// Whether this machine does not trust the host's certificate. That does not pass by itself, and nothing was sent. A handshake
    /// that failed for other reasons has another fault underneath.
    /// </summary>
    public static bool IsUntrusted(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is WebException { Status: WebExceptionStatus.TrustFailure } or AuthenticationException { InnerException: null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a proxy asked for an account, or did not take the one that it got. The status is in the text alone, as far as this
    /// framework's types tell; Windows PowerShell has it as the status of an answer.
    /// </summary>
    public static bool IsProxyRefusal(Exception fault) =>
        fault is HttpRequestException && fault.Message.IndexOf("proxy", StringComparison.OrdinalIgnoreCase) >= 0 && fault.Message.Contains("407");

    /// <summary>Whether the next try would end alike. A wrong password that is tried again and again may lock an account.</summary>
    public static bool IsLasting(Exception fault) => IsUntrusted(fault) || IsProxyRefusal(fault);

    public static string Describe(Exception fault)
    {
        if (IsProxyRefusal(fault))
        {
            return "the proxy on the way wants an account, or another one (407)";
        }

        if (IsUntrusted(fault))
        {
            return $"this machine does not trust its certificate ({fault.GetBaseException().Message.TrimEnd('.')})";
        }

        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TimeoutException timeout:
                    return timeout.Message.TrimEnd('.');
                case AuthenticationException tls:
                    return "the secure connection could not be made: " + tls.Message.TrimEnd('.');
                case SocketException socket:
                    return Describe(socket);
                case WebException { Status: WebExceptionStatus.NameResolutionFailure }:
                    return "the host's name is not known";
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure } web:
                    return "the secure connection could not be made: " + web.Message.TrimEnd('.');
            }
        }

        return fault.GetBaseException().Message.TrimEnd('.');
    }

    private static string Describe(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host's name is not known",
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was lost",
        SocketError.TimedOut => "the connection timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "the host cannot be reached",
        _ => fault.Message.TrimEnd('.'),
    };
}
