using DutyKiosk.VirtualBoard;

namespace System.Device.Pwm;

/// <summary>One PWM output. Neighbouring channels share a timer: whoever sets a frequency last sets it for both.</summary>
public sealed class PwmChannel : IDisposable
{
    private readonly int _channel;
    private readonly int _pin;
    private int _frequency;
    private double _dutyCycle;
    private bool _running;

    private PwmChannel(int channel, int pin, int frequency, double dutyCycle)
    {
        _channel = channel;
        _pin = pin;
        Frequency = frequency;
        DutyCycle = dutyCycle;
    }

    /// <summary>The frequency that was set last here, in hertz; the neighbour may have changed what is put out since.</summary>
    public int Frequency
    {
        get => _frequency;
        set
        {
            if (value <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "The frequency of a PWM channel must be positive.");
            }

            _frequency = value;
            Put();
        }
    }

    /// <summary>The part of the time that the output is high, 0 to 1.</summary>
    public double DutyCycle
    {
        get => _dutyCycle;
        set
        {
            if (value is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), "A duty cycle is 0 to 1.");
            }

            _dutyCycle = value;
            Put();
        }
    }

    /// <summary>Opens the channel of a pin; null when no PWM function was mapped to it.</summary>
    public static PwmChannel? CreateFromPin(int pin, int frequency = 400, double dutyCyclePercentage = 0.5)
    {
        int channel = Board.Current.Pins.PwmChannelOf(pin);
        return channel == 0 ? null : new PwmChannel(channel, pin, frequency, dutyCyclePercentage);
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

    /// <summary>Is quiet.</summary>
    public void Dispose() => Stop();

    private void Put() => Board.Current.Pins.SetPwm(_channel, _pin, _frequency, _dutyCycle, _running);
}
