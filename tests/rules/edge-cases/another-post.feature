@R07.1.4 @R19.1
Feature: 班长在别的岗位刷卡 the leader badges at another post
  Who is on duty at one post and badges at another is marked there, and his own desk is told to be his still.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And terminals:
      | id | post    |
      | T1 | hotline |
      | T2 | boiler  |
    And shifts:
      | id | post    | start            | end              | leader | supervisor |
      | D1 | hotline | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S09        |
      | B1 | boiler  | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 10:00"
    And "S01" holds the duty
    And "S02" holds the duty

  Scenario: 串岗被记录并通知 it is told and his own post stays his
    When "S01" taps on "T2" at "10:30"
    Then a notice about "cross-post" reaches "S09" by "10:35"
    And "S01" holds the duty
    And "S02" holds the duty

  Scenario: 在自己的岗位刷卡不算串岗 at one's own post it is none
    When "S01" taps on "T1" at "10:30"
    Then no notice about "cross-post" is sent
