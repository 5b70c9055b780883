@R11.2.1
Feature: R11.2.1 24小时值班,电话记录时间20:00–20:30
  The desk is manned round the clock. The calls of the day are written down between eight and half past eight in the evening, and that is reminded of.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |

  Scenario Outline: 24小时都有人 an hour that nobody is rostered for, <which>, is warned of
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | E1 | 2026-03-02 08:00 | <end>            | S01    | S09        |
      | E2 | <start>          | 2026-03-06 08:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-03 09:00"
    When "S01" taps at "09:01"
    Then the roster warns of "coverage-gap" for "hotline" on "<day>"
    And a notice about "coverage-gap" reaches "S09" by "09:02"

    Examples:
      | which           | end              | start            | day        |
      | in the morning  | 2026-03-04 08:00 | 2026-03-04 09:00 | 2026-03-04 |
      | before midnight | 2026-03-03 23:00 | 2026-03-04 00:00 | 2026-03-03 |
      | after midnight  | 2026-03-04 00:00 | 2026-03-04 01:00 | 2026-03-04 |

  Scenario: 20点提醒,按时记录 reminded at eight and written by half past, nothing more is said
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-02 19:40"
    And "S01" holds the duty
    When the time is "19:59"
    Then no notice about "daily-feedback" is sent
    When the time is "20:01"
    Then a notice about "daily-feedback" reaches "S01" by "20:01"
    When "S01" writes "9 calls, one at risk, seen to" under "phone log" at "20:20"
    And the time is "20:31"
    Then there is 1 notice about "daily-feedback"

  Scenario: 20点30分仍未记录 not written by half past, the leader is told again
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-02 19:40"
    And "S01" holds the duty
    When "S01" writes "3 calls so far" under "phone log" at "19:50"
    And the time is "20:29"
    Then there is 1 notice about "daily-feedback"
    When the time is "20:31"
    Then there are 2 notices about "daily-feedback"
    And a notice about "daily-feedback" reaches "S09" by "20:31"
    And the sheet of shift "E0302" is complete

  Scenario: 记录时间另定则按其提醒 where the log is due by nine, half past eight is early enough
    Given the policy pack "psych-hotline" with:
      | parameter  | value |
      | dailyLogTo | 21:00 |
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-02 19:40"
    And "S01" holds the duty
    When the time is "20:31"
    Then there is 1 notice about "daily-feedback"
    When "S01" writes "9 calls" under "phone log" at "20:50"
    And the time is "21:01"
    Then there is 1 notice about "daily-feedback"

  Scenario: 没有电话记录不得交接 without the log the duty is not handed over
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-04 07:30"
    When "S01" taps at "07:31"
    And "S02" taps at "07:45"
    And "S01" taps at "07:55"
    Then the tap is refused as "sheet-incomplete"
    When "S01" writes "21 calls in two days" under "daily log" at "07:56"
    And "S02" reads the sheet
    And "S01" taps at "07:57"
    And "S02" taps at "07:57:05"
    Then "S02" holds the duty
    And the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
