@R13.10
Feature: R13.10 通报、跟踪、反馈
  A problem that somebody else has to solve stands on every sheet until it is closed, and a time that was promised to the user is reminded of.

  Background:
    Given the policy pack "hotline-template"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 10:00 | S01    | S09        |
      | D2 | 2026-03-02 10:00 | 2026-03-02 12:00 | S02    | S09        |
      | D3 | 2026-03-02 12:00 | 2026-03-02 14:00 | S03    | S09        |
    And the time is "2026-03-02 09:30"
    And "S01" holds the duty
    When "S01" writes "用户8号退款,已通报财务" under "unfinished" due "11:00" at "09:35"
    And "S02" taps at "09:45"
    And "S02" reads the sheet
    And "S01" taps at "09:52"
    And "S02" taps at "09:52:05"

  Scenario: 未了结前逐班带入 not closed, it goes from shift to shift
    Then the sheet of shift "D2" carries over "用户8号退款,已通报财务"
    When "S03" taps at "11:45"
    And "S03" reads the sheet
    And "S02" taps at "11:52"
    And "S03" taps at "11:52:05"
    Then "S03" holds the duty
    And the sheet of shift "D3" carries over "用户8号退款,已通报财务"

  Scenario: 反馈用户后了结 closed when the user has his answer, it goes no further
    When "S02" explains the item "用户8号退款,已通报财务" with result "已退款,已告知用户" at "10:30"
    And "S02" closes the item "用户8号退款,已通报财务"
    And "S03" taps at "11:45"
    And "S03" reads the sheet
    And "S02" taps at "11:52"
    And "S03" taps at "11:52:05"
    Then the sheet of shift "D3" does not carry over "用户8号退款,已通报财务"
    And no notice about "item-overdue" is sent

  Scenario: 到期未反馈 not closed in time, the supervisor is told
    When the time is "10:59"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "11:01"

  Scenario: 未看跟踪事项即接班为匆忙接班 taken over without having read what is to be followed up, the handover is marked hasty and told
    Then no notice about "hasty-handover" is sent
    When "S03" taps at "11:45"
    And "S02" taps at "11:52"
    And "S03" taps at "11:52:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S03   |
      | hasty    | true  |
    And a notice about "hasty-handover" reaches "S09" by "11:53"
