using DutyKiosk.VirtualBoard;

namespace System.Device.Pwm;

/// <summary>One PWM output.</summary>
public sealed class PwmChannel : IDisposable
{
    private readonly int _pin;
    private int _frequency;
    private bool _running;

    private PwmChannel(int pin, int frequency, double dutyCycle)
    {
        _pin = pin;
        _frequency = frequency;
        DutyCycle = dutyCycle;
    }

    /// <summary>The frequency in hertz.</summary>
    public int Frequency
    {
        get => _frequency;
        set
        {
            if (value <= 0)
            {
                throw new ArgumentException("The frequency of a PWM channel must be positive.", nameof(value));
            }

            _frequency = value;
            Put();
        }
    }

    /// <summary>The part of the time that the output is high, 0 to 1.</summary>
    public double DutyCycle { get; set; }

    /// <summary>Opens the channel of a pin; null when no PWM function was mapped to it.</summary>
    public static PwmChannel? CreateFromPin(int pin, int frequency = 400, double dutyCyclePercentage = 0.5)
    {
        return Board.Current.Pins.IsMapped(pin) ? new PwmChannel(pin, frequency, dutyCyclePercentage) : null;
    }

    /// <summary>Puts the frequency out.</summary>
    public void Start()
    {
        _running = true;
        Put();
    }

    /// <summary>Is quiet.</summary>
    public void Stop()
    {
        _running = false;
        Put();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void Put() => Board.Current.Pins.Sound(_pin, _running ? _frequency : 0);
}
